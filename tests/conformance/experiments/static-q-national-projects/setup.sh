sacctmgr -i modify qos normal set priority=100
sacctmgr -i add qos express priority=1000 maxtrespu=cpu=8 maxwall=1:00:00 maxsubmitjobspu=4 flags=DenyOnLimit
sacctmgr -i add qos large priority=300 maxtresperjob=cpu=128 mintresperjob=cpu=64 grpjobs=4
sacctmgr -i add qos part_large || true
sacctmgr -i modify qos part_large set grptres=cpu=192 maxjobsperaccount=2
sacctmgr -i add account mext fairshare=50 description="education and science" organization=state
sacctmgr -i add account maff fairshare=20 description="agriculture" organization=state
sacctmgr -i add account mhlw fairshare=20 description="health" organization=state
sacctmgr -i add account mlit fairshare=10 description="transport" organization=state
sacctmgr -i add account eri parent=mext fairshare=30
sacctmgr -i add account p_quake parent=eri fairshare=2
sacctmgr -i add account p_tsunami parent=eri fairshare=1
sacctmgr -i add account naro parent=maff fairshare=5
sacctmgr -i add account p_rice parent=naro
sacctmgr -i add account fra parent=maff fairshare=5
sacctmgr -i add account p_fish parent=fra
sacctmgr -i add account niid parent=mhlw
sacctmgr -i add account p_vaccine parent=niid
sacctmgr -i add account p_census parent=mhlw fairshare=1
sacctmgr -i add account p_road parent=mlit
sacctmgr -i add user aoki,baba account=p_quake
sacctmgr -i add user chiba account=p_tsunami
sacctmgr -i add user doi account=p_rice
sacctmgr -i add user endo account=p_fish
sacctmgr -i add user fujii,goto account=p_vaccine
sacctmgr -i add user hara account=p_census
sacctmgr -i add user ito,aoki account=p_road
sacctmgr -i modify account mext,maff,mhlw,mlit set qos=normal,express,large
sacctmgr -i modify account mext set grptres=cpu=224
sacctmgr -i modify account eri set grptresmins=cpu=2400000 grpjobs=12
sacctmgr -i modify account p_rice set grptresmins=cpu=30000
sacctmgr -i modify account p_fish set maxtresperjob=cpu=16 maxwall=12:00:00
sacctmgr -i modify account mhlw set grptresrunmins=cpu=90000
sacctmgr -i modify account p_census set grpsubmitjobs=3 grpwall=4000
sacctmgr -i modify user goto set maxjobs=1
sacctmgr -i add coordinator account=eri names=aoki
