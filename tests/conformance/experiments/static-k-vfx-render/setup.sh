sacctmgr -i modify qos normal set priority=50
sacctmgr -i add qos rush priority=500 grpjobs=20 grptres=license/arnold=12
sacctmgr -i add qos supe priority=1000 maxjobspu=3
sacctmgr -i add qos dailies priority=200 maxwall=3:00:00
sacctmgr -i add qos bg priority=0 grptres=cpu=320
sacctmgr -i add account show_kea fairshare=50 qos=normal,rush,dailies,bg
sacctmgr -i add account show_tui fairshare=30 qos=normal,rush,dailies,bg
sacctmgr -i add account pipeline fairshare=20 qos=normal,bg
sacctmgr -i add account kea_fx parent=show_kea fairshare=40
sacctmgr -i add account kea_light parent=show_kea fairshare=40
sacctmgr -i add account kea_comp parent=show_kea fairshare=20
sacctmgr -i add account tui_light parent=show_tui fairshare=70
sacctmgr -i add account tui_comp parent=show_tui fairshare=30
sacctmgr -i add account rnd parent=pipeline fairshare=1
sacctmgr -i add user aroha account=kea_fx fairshare=1
sacctmgr -i add user ben.t account=kea_light fairshare=2 priority=50
sacctmgr -i add user carlos account=kea_light,tui_light fairshare=1
sacctmgr -i add user dee account=kea_comp,tui_comp fairshare=1 qos=+supe
sacctmgr -i add user eru account=tui_light fairshare=1 maxjobs=60
sacctmgr -i add user farmbot account=pipeline fairshare=1 maxsubmitjobs=200
sacctmgr -i add user gus account=rnd fairshare=1
sacctmgr -i add user wrangler account=root adminlevel=Operator
