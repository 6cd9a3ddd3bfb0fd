-- Two rows for one check and handoff, as a merge may leave them, are no baseline.
-- depends_on: {{ ref('gate') }}
select check_id, handoff_id, count(*) as baseline_rows
from {{ ref('baseline') }}
group by check_id, handoff_id
having count(*) > 1
