sacctmgr -i add qos a_quality_of_service_name priority=4000000000 grptres=cpu=123456,mem=9999999,node=77
sacctmgr -i add account a_very_long_account_name_that_fills_columns fairshare=2000000000 description="a description longer than twenty" organization="an organisation longer than that" qos=normal,a_quality_of_service_name
sacctmgr -i add account s parent=a_very_long_account_name_that_fills_columns fairshare=1
sacctmgr -i add user a_user_name_of_thirty_characters account=a_very_long_account_name_that_fills_columns fairshare=1999999999 wckey=a_wckey_longer_than_nine
sacctmgr -i add user x account=s,a_very_long_account_name_that_fills_columns fairshare=1
