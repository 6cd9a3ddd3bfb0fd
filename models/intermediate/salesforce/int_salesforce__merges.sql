-- Merges from the losing record (MasterRecordId) and from the merge log.
with
    leads as (select * from {{ ref('stg_salesforce__lead') }}),

    contacts as (select * from {{ ref('stg_salesforce__contact') }}),

    accounts as (select * from {{ ref('stg_salesforce__account') }}),

    merge_log as (
        select *
        from {{ ref('stg_salesforce__record_merge_history') }}
        where master_record_id is not null and merged_record_id is not null
    ),

    objects as (
        select
            merge_log.*,
            case
                when merged_record_id like '00Q%'
                then 'lead'
                when merged_record_id like '003%'
                then 'contact'
                when merged_record_id like '001%'
                then 'account'
            end as object
        from merge_log
    ),

    final as (
        {%- for table, object in [('leads', 'lead'), ('contacts', 'contact'), ('accounts', 'account')] %}
            select
                system,
                '{{ object }}' as object,
                {{ record_key('system', "'" ~ object ~ "'", 'record_id') }} as loser_key,
                {{ record_key('system', "'" ~ object ~ "'", 'master_record_id') }} as winner_key,
                cast(null as timestamp) as merged_at,
                'field' as basis,
                source_file,
                source_row
            from {{ table }}
            where master_record_id is not null
            union all
        {%- endfor %}
        select
            system,
            object,
            {{ record_key('system', 'object', 'merged_record_id') }} as loser_key,
            {{ record_key('system', 'object', 'master_record_id') }} as winner_key,
            merged_at,
            'log' as basis,
            source_file,
            source_row
        from objects
        where object is not null
    )

select *
from final
