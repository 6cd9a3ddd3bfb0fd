-- A finding that the baseline does not know fails the night.
select * from {{ ref('gate') }} where is_new
