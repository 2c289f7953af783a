sacctmgr -i add qos campus || true
sacctmgr -i modify qos campus set maxtrespu=cpu=60 maxjobspu=6 flags=OverPartQOS
sacctmgr -i add account lab_fox fairshare=20
sacctmgr -i add account lab_owl fairshare=20
sacctmgr -i add account campus fairshare=60
sacctmgr -i add user anton,birgit account=lab_fox
sacctmgr -i add user carl account=lab_owl
sacctmgr -i add user dina,eric,faye account=campus
