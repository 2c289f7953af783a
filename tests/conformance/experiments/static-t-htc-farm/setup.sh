sacctmgr -i add qos prod priority=10 maxjobspa=300 maxtrespa=cpu=640
sacctmgr -i add qos analysis priority=20 maxjobspu=40 maxjobsaccruepu=10
sacctmgr -i add qos pilot priority=5 maxsubmitjobspu=100
sacctmgr -i add account vo description="virtual organisations" fairshare=70 qos=prod,pilot defaultqos=prod
sacctmgr -i add account atlas parent=vo fairshare=40
sacctmgr -i add account cms parent=vo fairshare=30 grptres=cpu=192
sacctmgr -i add account lhcb parent=vo fairshare=10
sacctmgr -i add account localusers fairshare=30 qos=analysis,normal defaultqos=analysis
sacctmgr -i add account theory parent=localusers fairshare=10 maxjobsaccrue=5
sacctmgr -i add account neutrino parent=localusers fairshare=10 grpjobs=6
sacctmgr -i add user atlprd,atlpil account=atlas fairshare=parent
sacctmgr -i add user cmsprd account=cms fairshare=10
sacctmgr -i add user cmspil account=cms fairshare=1 defaultqos=pilot
sacctmgr -i add user lhcbprd account=lhcb
sacctmgr -i add user noether account=theory fairshare=2
sacctmgr -i add user dirac account=theory fairshare=1
sacctmgr -i add user pauli account=neutrino
sacctmgr -i add user reines account=neutrino maxjobs=4
