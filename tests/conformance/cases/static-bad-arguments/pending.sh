scontrol update PartitionName=p State=DOWN
scontrol update PartitionName=wide State=DOWN
