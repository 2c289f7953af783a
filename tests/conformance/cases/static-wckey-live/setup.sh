sacctmgr -i add account lab fairshare=1
sacctmgr -i add user ada account=lab wckey=w1,w2 defaultwckey=w1
sacctmgr -i add user bo account=lab wckey=w2
sacctmgr -i add user cy account=lab
sacctmgr -i add user di account=lab wckey=w1,w3 defaultwckey=w3
sacctmgr -i add user ed account=lab wckey=w3 defaultwckey=w3
sacctmgr -i add user fay account=lab wckey=w4 defaultwckey=w4
sacctmgr -i add user gus account=lab wckey=w4,w5 defaultwckey=w4
sacctmgr -i add user hal account=lab
