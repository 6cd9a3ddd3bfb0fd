-- Owner changes from field history. The owner at creation is the old value of the first change; without a
-- change it is the owner now, provided history of that object was exported at all.
with owner_changes as (
    select * from {{ ref('int_salesforce__field_history') }}
    where object in ('lead', 'contact') and column_name = 'owner_id'
),

people as (
    select * from {{ ref('int_salesforce__people') }}
),

lead_history as (
    select * from {{ ref('stg_salesforce__lead_history') }}
),

contact_history as (
    select * from {{ ref('stg_salesforce__contact_history') }}
),

exported as (
    select distinct system, 'lead' as object
    from lead_history
    union all
    select distinct system, 'contact' as object
    from contact_history
),

first_changes as (
    select
        entity_key,
        old_value
    from owner_changes
    qualify row_number() over (
        partition by entity_key
        order by changed_at, change_id, new_value
    ) = 1
),

final as (
    select
        owner_changes.entity_key || '/' || owner_changes.change_id as assignment_key,
        owner_changes.system,
        owner_changes.entity_key as person_key,
        {{ record_key('owner_changes.system', "'owner'", 'owner_changes.new_value') }} as owner_key,
        {{ record_key('owner_changes.system', "'owner'", 'owner_changes.old_value') }} as previous_owner_key,
        owner_changes.changed_at as assigned_at,
        owner_changes.changed_by_key as assigned_by_key,
        'history' as basis,
        owner_changes.source_file,
        owner_changes.source_row
    from owner_changes
    where owner_changes.new_value is not null
    union all
    select
        {{ record_key('people.system', 'people.object', 'people.record_id') }} || '/created' as assignment_key,
        people.system,
        {{ record_key('people.system', 'people.object', 'people.record_id') }} as person_key,
        case when first_changes.entity_key is not null
            then {{ record_key('people.system', "'owner'", 'first_changes.old_value') }}
            else people.owner_key end as owner_key,
        cast(null as {{ dbt.type_string() }}) as previous_owner_key,
        people.created_at as assigned_at,
        people.created_by_key as assigned_by_key,
        'created' as basis,
        people.source_file,
        people.source_row
    from people
    inner join exported
        on people.system = exported.system
        and people.object = exported.object
    left join first_changes
        on {{ record_key('people.system', 'people.object', 'people.record_id') }} = first_changes.entity_key
    where case when first_changes.entity_key is not null then first_changes.old_value else people.owner_key end is not null
)

select * from final
