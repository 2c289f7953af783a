-- SPDX-License-Identifier: Apache-2.0
-- What is wrong with a ledger's arithmetic: no row, nothing. Reads jobs, suspensions, nodes and events,
-- and holds the rollups against them. `sqlite3 RUN.db < check_conservation.sql`
--   over-allocated: at that second jobs hold more of the TRES on the node than it has
--   associations, cluster: TRES-seconds of jobs and of the rollup (whole hours only) differ
--   total: what the cluster offered is not allocated + down + idle + planned
-- Unused reservations are charged to associations by Slurm's rules: with one, the last three are left out.
WITH
over_at AS (SELECT coalesce((SELECT hourly_rollup FROM last_ran), 0) AS t),
span AS (SELECT *, CASE time_end WHEN 0 THEN (SELECT max(t, time_start + 1) FROM over_at) ELSE time_end END AS e
         FROM job WHERE time_start > 0 AND time_eligible > 0),
entry AS (SELECT job_db_inx AS j, time_start AS s, e, json_extract(a.value, '$[0]') AS first,
                 json_extract(a.value, '$[1]') AS last, json_extract(a.value, '$[2]') AS cpus,
                 json_extract(a.value, '$[3]') AS mem, json_extract(a.value, '$[4]') AS gres
          FROM span, json_each(span.alloc) a WHERE e > time_start),
hold AS (SELECT j, s, e, first, last, 1 AS kind, cpus AS n FROM entry
         UNION ALL SELECT j, s, e, first, last, 2, mem FROM entry WHERE mem > 0
         UNION ALL SELECT j, s, e, first, last, r.id, CAST(replace(g.value, rtrim(g.value, '0123456789'), '') AS INTEGER)
         FROM entry, json_each('["' || replace(gres, ',', '","') || '"]') g
         JOIN tres r ON r.type = 'gres' AND r.name IN (substr(g.value, 1, instr(g.value, ':') - 1),
                                                       rtrim(rtrim(g.value, '0123456789'), ':')) WHERE gres <> ''),
change AS (SELECT first, last, kind, s AS t, n FROM hold
           UNION ALL SELECT first, last, kind, e, -n FROM hold
           UNION ALL SELECT first, last, 1, p.time_start, -n FROM hold JOIN suspend p ON p.job_db_inx = j
           WHERE kind = 1 AND p.time_start < e
           UNION ALL SELECT first, last, 1, p.time_end, n FROM hold JOIN suspend p ON p.job_db_inx = j
           WHERE kind = 1 AND p.time_end BETWEEN 1 AND e),
moment AS (SELECT node_inx, kind, t, sum(n) AS n FROM change CROSS JOIN node ON node_inx BETWEEN first AND last
           GROUP BY node_inx, kind, t),
used AS (SELECT node_inx, kind, t, sum(n) OVER (PARTITION BY node_inx, kind ORDER BY t) AS n FROM moment),
piece AS (SELECT job_db_inx, id_assoc, time_start AS s, min(e, over_at.t) AS e FROM span, over_at
          WHERE time_start < over_at.t),
worked AS (SELECT id_tres, sum(count * (e - s)) AS n FROM piece JOIN job_tres USING (job_db_inx)
           WHERE id_tres <> 3 GROUP BY id_tres),
rested AS (SELECT 1 AS id_tres, sum(count * max(0, min(CASE p.time_end WHEN 0 THEN e ELSE p.time_end END, e)
                                                   - max(p.time_start, s))) AS n
           FROM piece JOIN suspend p USING (job_db_inx) JOIN job_tres USING (job_db_inx) WHERE id_tres = 1),
jobs AS (SELECT id_tres, w.n - coalesce(r.n, 0) AS n FROM worked w LEFT JOIN rested r USING (id_tres)),
assocs AS (SELECT id_tres, sum(alloc_secs) AS n FROM assoc_usage_hour WHERE id_tres <> 3 GROUP BY id_tres),
uses AS (SELECT id_tres, sum(alloc_secs) AS alloc, sum(down_secs + pdown_secs) AS down,
                sum(idle_secs + plan_secs) AS idle FROM usage_hour WHERE id_tres NOT IN (3, 4) GROUP BY id_tres),
offered AS (SELECT CAST(c.key AS INTEGER) AS id_tres, sum(c.value * (min(coalesce(nullif(time_end, 0),
                   over_at.t), over_at.t) - time_start)) AS n FROM event, over_at,
                   json_each('{"' || replace(replace(tres, '=', '":'), ',', ',"') || '}') c
            WHERE node_name = '' AND state = 0 AND time_start < over_at.t GROUP BY 1)
SELECT 'over-allocated' AS what, name AS where_, kind AS id_tres, t AS time, used.n AS is_, room AS should
FROM (SELECT *, CASE kind WHEN 1 THEN cpus_usable WHEN 2 THEN real_memory ELSE coalesce(json_extract('{"' ||
             replace(replace(gres_count, '=', '":'), ',', ',"') || '}', '$."' || kind || '"'), 0) END AS room
      FROM used CROSS JOIN node USING (node_inx)) AS used WHERE n > room
UNION ALL SELECT 'associations', '', id_tres, NULL, assocs.n, jobs.n FROM jobs LEFT JOIN assocs USING (id_tres)
WHERE coalesce(assocs.n, 0) <> jobs.n AND NOT EXISTS (SELECT 1 FROM resv)
UNION ALL SELECT 'cluster', '', id_tres, NULL, uses.alloc, jobs.n FROM uses LEFT JOIN jobs USING (id_tres)
WHERE uses.alloc <> coalesce(jobs.n, 0) AND NOT EXISTS (SELECT 1 FROM resv)
UNION ALL SELECT 'total', '', id_tres, NULL, alloc + down + idle, offered.n FROM uses JOIN offered USING (id_tres)
WHERE alloc + down + idle <> offered.n AND NOT EXISTS (SELECT 1 FROM resv);
