select routing_id, pool, kind, member, declared_in from {{ source('declared', 'routing_pools') }}
