-- A baseline has one row per check and handoff; a merge in git may leave two.
-- depends_on: {{ ref('gate') }}
select check_id, handoff_id, count(*) as baseline_rows
from {{ ref('baseline') }}
group by check_id, handoff_id
having count(*) > 1
