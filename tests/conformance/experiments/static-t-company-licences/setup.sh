sacctmgr -i add qos urgent priority=100 maxjobspu=2 grptres=license/ansys=12
sacctmgr -i add qos standard priority=50 maxtrespu=license/ansys=16,license/fluent=32
sacctmgr -i add qos nightly priority=10 grptres=license/fluent=40,cpu=256 maxwall=10:00:00
sacctmgr -i add account body description="car body" organization=auto fairshare=30 qos=standard,urgent,nightly defaultqos=standard
sacctmgr -i add account powertrain description="powertrain" organization=auto fairshare=30 qos=standard,urgent,nightly defaultqos=standard priority=20
sacctmgr -i add account aero description="aerodynamics" organization=auto fairshare=20 qos=standard,nightly defaultqos=standard priority=40
sacctmgr -i add account crash parent=body description="crash safety" organization=auto fairshare=20 priority=60
sacctmgr -i add account nvh parent=body description="noise and vibration" organization=auto fairshare=10
sacctmgr -i add account method description="method development" organization=rd fairshare=5 qos=standard defaultqos=standard
sacctmgr -i add user kbauer account=crash
sacctmgr -i add user jweiss account=crash maxjobs=3
sacctmgr -i add user mroth account=nvh
sacctmgr -i add user tvogel account=powertrain
sacctmgr -i add user slang account=powertrain,method
sacctmgr -i add user fkeller account=aero grptres=license/fluent=48
sacctmgr -i add user ahahn account=aero
sacctmgr -i add user pwolff account=method
