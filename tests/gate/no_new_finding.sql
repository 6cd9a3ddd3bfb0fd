-- A finding that is not in the baseline fails the run.
select * from {{ ref('gate') }} where is_new
