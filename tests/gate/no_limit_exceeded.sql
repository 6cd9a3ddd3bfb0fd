-- A declared limit applies regardless of the baseline.
select * from {{ ref('gate') }} where is_over_limit
