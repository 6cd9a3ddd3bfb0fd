-- A significantly higher share of violations fails the run, even for a known finding.
select * from {{ ref('gate') }} where is_worse
