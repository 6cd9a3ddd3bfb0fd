-- An expired waiver has no effect; renew or remove it.
-- depends_on: {{ ref('gate') }}
select * from {{ ref('waiver_status') }} where status = 'expired'
