scontrol update PartitionName=partition_with_a_long_name State=DOWN
sbatch --uid=a_user_name_of_thirty_characters -J a_job_name_that_is_also_longer_than_the_column_allows -n 1024 --mem=1000G -t 365-00:00:00 -q a_quality_of_service_name --wckey=a_wckey_longer_than_nine --wrap 'sleep 1'
sbatch --uid=x -A s --comment="a comment" -n 1 -t 1 --array=1,3,5,7,9,11,13,15,17,19,21,23,25,27,29,31 --wrap 'sleep 1'
sbatch --uid=x -A a_very_long_account_name_that_fills_columns -J "blank name" -n 1 -t UNLIMITED --wrap 'sleep 1'
