sacctmgr -i add qos rush priority=50 MaxWall=04:00:00
sacctmgr -i add qos slow priority=1 UsageFactor=0.5
sacctmgr -i add account chem fairshare=60
sacctmgr -i add account organic parent=chem fairshare=2
sacctmgr -i add account inorganic parent=chem fairshare=5
sacctmgr -i add account teaching fairshare=9
sacctmgr -i add user olga,otto account=organic fairshare=4
sacctmgr -i add user ines account=inorganic fairshare=7
sacctmgr -i add user tina,tom account=teaching
sacctmgr -i modify account chem set qos+=rush,slow
sacctmgr -i modify user ines set defaultqos=slow
