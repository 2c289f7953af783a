# SPDX-License-Identifier: Apache-2.0
sacctmgr -i add account a1 fairshare=2
sacctmgr -i add account a2 fairshare=1
sacctmgr -i add user amy,bea account=a1
sacctmgr -i add user cal account=a2
