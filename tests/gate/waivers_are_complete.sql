-- A waiver has a check, a reason, an owner and a last day; `problem` names what is missing.
-- depends_on: {{ ref('gate') }}
select * from {{ ref('waiver_status') }} where status = 'invalid'
