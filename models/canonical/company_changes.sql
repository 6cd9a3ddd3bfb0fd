-- The histories of two facts of a company: its owner, and whether it is a customer.
{%- set columns = owner_columns() + ['type', 'lifecyclestage', 'is_customer'] %}
with
    field_changes as (select * from {{ ref('field_changes') }}),

    companies as (select * from {{ ref('companies') }}),

    systems as (select * from {{ ref('declared_systems') }}),

    owner_names as (select * from {{ ref('int_owner_lookup') }}),

    changes as (
        select
            field_changes.field_change_key,
            field_changes.system,
            field_changes.object,
            field_changes.entity_key as company_key,
            field_changes.column_name,
            field_changes.column_name not in ('type', 'lifecyclestage', 'is_customer') as is_owner,
            field_changes.old_value,
            field_changes.new_value,
            field_changes.changed_at,
            field_changes.basis
        from field_changes
        inner join companies on field_changes.entity_key = companies.company_key
        where field_changes.column_name in ({{ quoted_words(columns) }})
    ),

    read as (
        select
            changes.*,
            {%- for side in ['old', 'new'] %}
                case
                    when changes.is_owner
                    then
                        {{ record_key('changes.system', "'owner'",
                        'coalesce(' ~ side ~ '_owners.record_id, ' ~ mapped_id('changes.' ~ side ~ '_value', 'systems.vendor') ~ ')') }}
                end as {{ side }}_owner_key,
                case
                    when not changes.is_owner
                    then
                        case
                            when changes.{{ side }}_value is null
                            then false
                            when lower(trim(changes.{{ side }}_value)) like 'customer%'
                            then true
                            when changes.column_name = 'is_customer'
                            then {{ to_boolean('changes.' ~ side ~ '_value') }}
                            else false
                        end
                end as {{ 'was_customer' if side == 'old' else 'is_customer' }}
                {{- ',' if not loop.last }}
            {%- endfor %}
        from changes
        left join systems on changes.system = systems.system
        {%- for side in ['old', 'new'] %}
            left join
                owner_names as {{ side }}_owners
                on changes.system = {{ side }}_owners.system
                and lower(trim(changes.{{ side }}_value)) = {{ side }}_owners.name_or_email
        {%- endfor %}
    ),

    final as (
        select
            field_change_key as company_change_key,
            system,
            object,
            company_key,
            column_name,
            is_owner,
            old_owner_key,
            new_owner_key,
            was_customer,
            is_customer,
            changed_at,
            basis
        from read
    )

select *
from final
