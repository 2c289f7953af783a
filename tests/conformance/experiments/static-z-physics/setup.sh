sacctmgr -i add account theorie fairshare=60
sacctmgr -i add account experiment fairshare=40
sacctmgr -i add account lattice parent=theorie fairshare=3
sacctmgr -i add account strings parent=theorie fairshare=1
sacctmgr -i add account atlas parent=experiment fairshare=parent
sacctmgr -i add account lhcb parent=experiment fairshare=7
sacctmgr -i add account trigger parent=lhcb fairshare=2
sacctmgr -i add user paul,max account=lattice fairshare=2
sacctmgr -i add user ed account=strings
sacctmgr -i add user fabiola,carlo account=atlas
sacctmgr -i add user lise account=trigger fairshare=5
sacctmgr -i add user otto account=lhcb fairshare=3
sacctmgr -i add user emmy account=theorie fairshare=10
sacctmgr -i add user otto account=strings fairshare=0
