sacctmgr -i modify qos deskpart set grpjobs=6 maxtrespu=cpu=20
sacctmgr -i add qos deadline set priority=100 maxtresperjob=license/ansys=8
sacctmgr -i add account struct fairshare=4 qos=normal,deadline
sacctmgr -i add account fluid fairshare=4 qos=normal,deadline
sacctmgr -i add account control fairshare=2 grptres=license/matlab=3
sacctmgr -i add user eva,tim account=struct
sacctmgr -i add user rui,ana account=fluid
sacctmgr -i add user leo account=control
