-- The records that came or turned bad since the baseline fail the run on their own: beyond chance,
-- as a group that stands out, or one by one where the check fails record by record.
select * from {{ ref('gate') }} where is_worse_since
