with
    source as (select * from {{ source('declared', 'owners') }}),

    final as (select owner, name, email, team, backup, escalation, declared_in from source)

select *
from final
