sacctmgr -i add account rnd fairshare=1 description="research and development" organization=rnd
sacctmgr -i add account aero parent=rnd fairshare=40
sacctmgr -i add account crash parent=rnd fairshare=40
sacctmgr -i add account thermal parent=rnd fairshare=20
sacctmgr -i add user jean,kim account=aero
sacctmgr -i add user luc,maud account=crash
sacctmgr -i add user noor,pavel account=thermal
sacctmgr -i add user jean wckey=wing,door,battery,none
sacctmgr -i add user kim wckey=wing,door,battery,none
sacctmgr -i add user luc wckey=wing,door,battery,none
sacctmgr -i add user maud wckey=wing,door,battery,none
sacctmgr -i add user noor wckey=wing,door,battery,none
sacctmgr -i add user pavel wckey=wing,door,battery,none
sacctmgr -i modify user jean set defaultwckey=wing
sacctmgr -i modify user luc set defaultwckey=door
sacctmgr -i add resource name=nastran server=flex1 servertype=flexlm type=license count=20 cluster=stirling percentallowed=50
