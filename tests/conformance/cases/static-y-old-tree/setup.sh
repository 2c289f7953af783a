sacctmgr -i add account uni fairshare=100
sacctmgr -i add account ext fairshare=20
sacctmgr -i add account sci parent=uni fairshare=16
sacctmgr -i add account sci_a parent=sci fairshare=5
sacctmgr -i add account sci_b parent=sci fairshare=3
sacctmgr -i add account med parent=uni fairshare=13
sacctmgr -i add account med_a parent=med fairshare=1
sacctmgr -i add account med_b parent=med fairshare=8
sacctmgr -i add user r0 account=med_b fairshare=2
sacctmgr -i add user r1 account=med_b fairshare=2
sacctmgr -i add user r2 account=med_a fairshare=2
sacctmgr -i add user r3 account=med_a fairshare=2
sacctmgr -i add user r4 account=med_a fairshare=3
sacctmgr -i add user r5 account=med_b fairshare=3
sacctmgr -i add user r6 account=med_b fairshare=2
sacctmgr -i add user r7 account=med_a fairshare=3
sacctmgr -i add user r8 account=med_a fairshare=2
