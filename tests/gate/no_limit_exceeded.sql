-- A declared limit holds whatever the baseline says.
select * from {{ ref('gate') }} where is_over_limit
