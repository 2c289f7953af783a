sacctmgr -i add account users description="everybody" organization=dept
sacctmgr -i add account gone description="people who left" organization=dept
sacctmgr -i add user darwin account=users
sacctmgr -i add user hooker account=users
sacctmgr -i add user huxley account=users
sacctmgr -i add user henslow account=gone
