sacctmgr -i add account NSF-1842042 fairshare=12 description="award 1842042" organization=NSF
sacctmgr -i add account tg-phy240011 fairshare=8
sacctmgr -i add account TG-PHY240011_b parent=tg-phy240011 fairshare=2
sacctmgr -i add account 9lives fairshare=5
sacctmgr -i add account umass.edu fairshare=20
sacctmgr -i add account umass.edu-cs parent=umass.edu fairshare=3
sacctmgr -i add account umass.edu-chem-theory parent=umass.edu fairshare=4
sacctmgr -i add account Zz parent=9lives
sacctmgr -i add user a account=nsf-1842042 fairshare=1
sacctmgr -i add user jdoe_umass_edu account=umass.edu-cs fairshare=2
sacctmgr -i add user j.doe account=umass.edu-chem-theory fairshare=2
sacctmgr -i add user x1234567 account=tg-phy240011_b,nsf-1842042 fairshare=3 defaultaccount=tg-phy240011_b
sacctmgr -i add user very-long-user-name-from-saml account=umass.edu-chem-theory
sacctmgr -i add user 007 account=zz fairshare=7
sacctmgr -i add user b-2 account=9lives,umass.edu fairshare=parent defaultaccount=9lives
sacctmgr -i modify user j.doe set defaultaccount=umass.edu-chem-theory admin=coordinator || true
sacctmgr -i add coordinator account=umass.edu names=j.doe
