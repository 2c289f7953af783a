sacctmgr -i add account staff fairshare=30
sacctmgr -i add account phd fairshare=20
sacctmgr -i add account master fairshare=10
sacctmgr -i add user lena,otto account=staff
sacctmgr -i add user mia,noah account=phd
sacctmgr -i add user otto account=phd
sacctmgr -i add user kim account=master
sacctmgr -i modify user kim set grptres=cpu=16
