sacctmgr -i add account reef fairshare=2
sacctmgr -i add account bay fairshare=1
sacctmgr -i add user zoe account=reef
sacctmgr -i add user max account=reef,bay
