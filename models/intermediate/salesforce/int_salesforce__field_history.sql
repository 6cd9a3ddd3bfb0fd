-- Field history of leads, contacts, accounts and opportunities, with the raw column of each
-- field. A change of a lookup produces two rows, with names and with ids: ids are kept; names
-- are used only where ids are absent.
with
    lead_history as (select * from {{ ref('stg_salesforce__lead_history') }}),

    contact_history as (select * from {{ ref('stg_salesforce__contact_history') }}),

    account_history as (select * from {{ ref('stg_salesforce__account_history') }}),

    opportunity_history as (select * from {{ ref('stg_salesforce__opportunity_field_history') }}),

    column_names as (select * from {{ ref('int_header_columns') }} where vendor = 'salesforce'),

    owner_names as (select * from {{ ref('int_owner_lookup') }}),

    all_rows as (
        {%- for object in ['lead', 'contact', 'account', 'opportunity'] %}
            select
                system,
                '{{ object }}' as object,
                record_id,
                history_id,
                field,
                lower(trim(field)) as field_text,
                old_value,
                new_value,
                created_by_id,
                created_by_name,
                changed_at,
                source_file,
                source_row
            from {{ object }}_history
            where old_value is not null or new_value is not null
            {%- if not loop.last %}
                union all
            {%- endif %}
        {%- endfor %}
    ),

    named as (
        select
            all_rows.*,
            case
                when
                    all_rows.field_text in (
                        'owner', 'lead owner', 'contact owner', 'account owner', 'opportunity owner'
                    )
                then 'owner_id'
                else
                    coalesce(
                        lookups.column_name,
                        fields.column_name,
                        replace(all_rows.field_text, '__c', '_c')
                    )
            end as column_name
        from all_rows
        left join
            column_names as fields
            on all_rows.system = fields.system
            and all_rows.object = fields.object
            and all_rows.field_text = fields.header_text
        left join
            column_names as lookups
            on all_rows.system = lookups.system
            and all_rows.object = lookups.object
            and all_rows.field_text || 'id' = lookups.header_text
    ),

    lookup_rows as (
        select
            named.*,
            -- The shape of a Salesforce id: 15 or 18 characters, first a digit, no space.
            (
                length(coalesce(new_value, old_value)) in (15, 18)
                and substr(coalesce(new_value, old_value), 1, 1) between '0' and '9'
                and coalesce(new_value, old_value) not like '% %'
            ) as holds_ids
        from named
        where column_name like '%|_id' escape '|'
    ),

    lookups as (
        select
            lookup_rows.*,
            max(case when holds_ids then 1 else 0 end) over (
                partition by system, object, record_id, column_name, changed_at
            )
            = 1 as has_ids
        from lookup_rows
    ),

    changes as (
        select
            system,
            object,
            record_id,
            history_id,
            column_name,
            old_value,
            new_value,
            created_by_id,
            created_by_name,
            changed_at,
            source_file,
            source_row
        from named
        where column_name not like '%|_id' escape '|'
        union all
        select
            lookups.system,
            lookups.object,
            lookups.record_id,
            lookups.history_id,
            lookups.column_name,
            case
                when lookups.holds_ids
                then {{ salesforce_id('lookups.old_value') }}
                else coalesce(old_owners.record_id, lookups.old_value)
            end as old_value,
            case
                when lookups.holds_ids
                then {{ salesforce_id('lookups.new_value') }}
                else coalesce(new_owners.record_id, lookups.new_value)
            end as new_value,
            lookups.created_by_id,
            lookups.created_by_name,
            lookups.changed_at,
            lookups.source_file,
            lookups.source_row
        from lookups
        left join
            owner_names as old_owners
            on lookups.system = old_owners.system
            and case
                when lookups.column_name = 'owner_id' and not lookups.holds_ids
                then lower(trim(lookups.old_value))
            end
            = old_owners.name_or_email
        left join
            owner_names as new_owners
            on lookups.system = new_owners.system
            and case
                when lookups.column_name = 'owner_id' and not lookups.holds_ids
                then lower(trim(lookups.new_value))
            end
            = new_owners.name_or_email
        where lookups.holds_ids or not lookups.has_ids
    ),

    final as (
        select
            changes.system,
            changes.object,
            changes.record_id,
            {{ record_key('changes.system', 'changes.object', 'changes.record_id') }} as entity_key,
            coalesce(
                changes.history_id, changes.source_file || '-' || changes.source_row
            ) as change_id,
            changes.column_name,
            changes.old_value,
            changes.new_value,
            changes.changed_at,
            cast(null as {{ dbt.type_string() }}) as change_source,
            coalesce(changes.created_by_name, changes.created_by_id) as changed_by,
            {{ record_key('changes.system', "'owner'", 'coalesce(changes.created_by_id, editors.record_id)') }}
            as changed_by_key,
            changes.source_file,
            changes.source_row
        from changes
        left join
            owner_names as editors
            on changes.system = editors.system
            and case
                when changes.created_by_id is null then lower(trim(changes.created_by_name))
            end
            = editors.name_or_email
    )

select *
from final
