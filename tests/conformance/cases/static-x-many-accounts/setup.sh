sacctmgr -i add account div0 fairshare=24 organization=university description="division 0"
sacctmgr -i add account div0_group_number_0 parent=div0 fairshare=2
sacctmgr -i add account div0_group_number_1 parent=div0 fairshare=6
sacctmgr -i add account div0_group_number_2 parent=div0 fairshare=7
sacctmgr -i add account div1 fairshare=16 organization=university description="division 1"
sacctmgr -i add account div1_group_number_0 parent=div1 fairshare=5
sacctmgr -i add account div1_group_number_1 parent=div1 fairshare=2
sacctmgr -i add account div1_group_number_2 parent=div1 fairshare=5
sacctmgr -i add account div2 fairshare=17 organization=university description="division 2"
sacctmgr -i add account div2_group_number_0 parent=div2 fairshare=2
sacctmgr -i add account div2_group_number_1 parent=div2 fairshare=3
sacctmgr -i add account div2_group_number_2 parent=div2 fairshare=9
sacctmgr -i add account div3 fairshare=21 organization=university description="division 3"
sacctmgr -i add account div3_group_number_0 parent=div3 fairshare=8
sacctmgr -i add account div3_group_number_1 parent=div3 fairshare=9
sacctmgr -i add account div3_group_number_2 parent=div3 fairshare=6
sacctmgr -i add account div4 fairshare=16 organization=university description="division 4"
sacctmgr -i add account div4_group_number_0 parent=div4 fairshare=1
sacctmgr -i add account div4_group_number_1 parent=div4 fairshare=6
sacctmgr -i add account div4_group_number_2 parent=div4 fairshare=3
sacctmgr -i add user member00 account=div1_group_number_2 fairshare=2
sacctmgr -i add user member01 account=div4_group_number_0
sacctmgr -i add user member02 account=div3_group_number_2
sacctmgr -i add user member03 account=div0_group_number_1 fairshare=2
sacctmgr -i add user member04 account=div3_group_number_0
sacctmgr -i add user member05 account=div3_group_number_2
sacctmgr -i add user member06 account=div2_group_number_2 fairshare=4
sacctmgr -i add user member07 account=div2_group_number_1
sacctmgr -i add user member08 account=div2_group_number_0
sacctmgr -i add user member09 account=div3_group_number_0 fairshare=5
sacctmgr -i add user member10 account=div1_group_number_2
sacctmgr -i add user member11 account=div4_group_number_0
sacctmgr -i add user member12 account=div1_group_number_0 fairshare=5
sacctmgr -i add user member13 account=div3_group_number_0
sacctmgr -i add coordinator account=div1 names=member03
sacctmgr -i modify account div2 set fairshare=parent
