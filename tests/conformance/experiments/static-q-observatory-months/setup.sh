sacctmgr -i add account science fairshare=80
sacctmgr -i add account radio parent=science fairshare=50
sacctmgr -i add account optical parent=science fairshare=30
sacctmgr -i add account pipeline fairshare=15
sacctmgr -i add account visitors fairshare=5
sacctmgr -i add user aroha account=radio fairshare=2
sacctmgr -i add user ben account=radio fairshare=1
sacctmgr -i add user hemi,jane account=optical
sacctmgr -i add user wiremu account=pipeline
sacctmgr -i add user zeb account=visitors
sacctmgr -i add user ben account=pipeline
