scontrol update PartitionName=p State=DOWN
