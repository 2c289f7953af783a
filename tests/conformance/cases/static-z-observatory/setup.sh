sacctmgr -i add account optical fairshare=40 description="optical surveys" organization="IfA"
sacctmgr -i add account radio fairshare=25 organization="IfA"
sacctmgr -i add account survey parent=optical fairshare=3
sacctmgr -i add account transients parent=optical fairshare=1 grpjobs=3
sacctmgr -i add account deep parent=survey fairshare=10
sacctmgr -i add account wide parent=survey fairshare=5 priority=40
sacctmgr -i add account vlbi parent=radio
sacctmgr -i add user tycho,vera account=deep wckey=ngc,messier defaultwckey=ngc
sacctmgr -i add user edwin account=wide wckey=messier fairshare=4
sacctmgr -i add user edwin account=deep wckey=messier
sacctmgr -i add user cecilia account=transients wckey=sn2026a,sn2026b defaultwckey=sn2026b
sacctmgr -i add user jocelyn account=vlbi wckey=pulsar priority=100
sacctmgr -i add user grote account=radio wckey=pulsar,hi21 fairshare=parent
sacctmgr -i add user henrietta account=optical wckey=cepheid
sacctmgr -i add user kepler account=wide,vlbi wckey=orbit fairshare=2 defaultaccount=wide
sacctmgr -i modify user kepler set admin=operator
