-- A waiver that has run out hides nothing any more; renew it or take it away.
-- depends_on: {{ ref('gate') }}
select * from {{ ref('waiver_status') }} where status = 'expired'
