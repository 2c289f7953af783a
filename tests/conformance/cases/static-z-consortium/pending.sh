at 2026-03-08T05:40:00
sbatch --uid=a -A NSF-1842042 -n 24 -t 1-6 -J '2nd try' --wrap 'exec sleep 200000'
sbatch --uid=jdoe_umass_edu -n 12 -N 1 -t 1-0 -J a.very.long-name_of_a_job_with_more_than_thirty --wrap 'exec sleep 200000'
sbatch --uid=x1234567 -A tg-phy240011_b -p big-mem.2 -n 50 -t 3-0 --wrap 'exec sleep 200000'
sbatch --uid=very-long-user-name-from-saml -p big-mem.2 -n 40 -t 2-0 --wrap 'exec sleep 200000'
sbatch --uid=b-2 --begin=2026-03-08T02:30:00 -n 6 -t 4:00:00 -J gap --wrap 'exec sleep 200000'
sbatch --uid=b-2 -A umass.edu --begin=2026-03-09T03:00:00 -n 6 -t 20:00:00 -J after --wrap 'exec sleep 200000'
sbatch --uid=007 -n 48 -t 1-12 --deadline=2026-03-11T12:00:00 -J bond --wrap 'exec sleep 200000'
sbatch --uid=j.doe -A Umass.Edu-Chem-Theory -p all,Shared_A -n 30 -t 10:00:00 --wrap 'exec sleep 200000' || true
at 2026-03-09T13:00:00
sbatch --uid=j.doe -n 60 -t 10:00:00 --wrap 'exec sleep 200000'
sbatch --uid=x1234567 -A nsf-1842042 -n 2 -t 5 --begin=now+2hours --wrap 'exec sleep 200000'
sbatch --uid=a -n 3 -t 1-0 -p nowhere --wrap 'exec sleep 9' || true
scontrol update jobid=4 starttime=2026-03-10T01:00:00 || true
scontrol create reservation reservationname=Spring-Ahead.1 starttime=2026-03-10T00:00:00 duration=1-00:00:00 nodes=c02-n[2-3] accounts=9lives,umass.edu-cs flags=ignore_jobs
