sacctmgr -i modify qos spotcap set grptres=cpu=400 maxtrespu=cpu=224
sacctmgr -i modify qos normal set priority=100
sacctmgr -i add qos eod priority=1000 maxwall=4:00:00 grpjobs=8
sacctmgr -i add qos besteffort priority=0 usagefactor=0.5
sacctmgr -i add account fin fairshare=60 qos=normal,eod,besteffort
sacctmgr -i add account risk parent=fin fairshare=40 grptresmins=billing=20000000
sacctmgr -i add account pricing parent=fin fairshare=20 grptresmins=billing=3000000
sacctmgr -i add account lifesci fairshare=40 qos=normal,besteffort
sacctmgr -i add account docking parent=lifesci fairshare=1 grpwall=6000
sacctmgr -i add account genomics parent=lifesci fairshare=2 grptresmins=cpu=900000
sacctmgr -i add user arjun account=risk wckey=CC1001,CC1002 defaultwckey=CC1001
sacctmgr -i add user batchrisk account=risk wckey=CC1001 defaultwckey=CC1001 defaultqos=eod
sacctmgr -i add user divya account=pricing wckey=CC1002 defaultwckey=CC1002
sacctmgr -i add user farhan account=pricing,risk wckey=CC1002,CC1003 defaultwckey=CC1003
sacctmgr -i add user kavya account=docking wckey=CC2001 defaultwckey=CC2001
sacctmgr -i add user nikhil account=docking,genomics wckey=CC2001,CC2002 defaultwckey=CC2001
sacctmgr -i add user priya account=genomics wckey=CC2002 defaultwckey=CC2002
sacctmgr -i add user rahul account=genomics wckey=CC2002 defaultwckey=CC2002 maxjobs=5 maxtres=cpu=32
