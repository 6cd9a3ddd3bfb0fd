-- A check that used to be computable and no longer is fails the night: a missing export is
-- no pass.
select * from {{ ref('gate') }} where is_lost
