-- Without a baseline no finding is new or worse, so the gate passes: run `handoff accept`.
{{ config(severity='warn') }}

select 'run handoff accept, and commit seeds/baseline.csv' as what_to_do
from {{ ref('gate') }}
where verdict = 'no_baseline'
limit 1
