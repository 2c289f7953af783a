sacctmgr -i add account seismo fairshare=10 description="Seismology" organization=eri
sacctmgr -i add account tsunami parent=seismo fairshare=4
sacctmgr -i add account tomo parent=seismo fairshare=6 grpnodes=3
sacctmgr -i add account volcano fairshare=5 description="Volcanology" organization=eri maxjobs=2
sacctmgr -i add account warning fairshare=50 description="Early warning" organization=jma
sacctmgr -i add user tanaka account=tomo fairshare=1
sacctmgr -i add user sato account=tomo,tsunami fairshare=2
sacctmgr -i add user suzuki account=tsunami fairshare=1 maxsubmitjobs=8
sacctmgr -i add user ito account=volcano fairshare=1
sacctmgr -i add user kato account=volcano fairshare=1 maxwall=3-00:00:00
sacctmgr -i add user eewd account=warning
sacctmgr -i add user kanri account=root adminlevel=Operator
