-- Whether a deal is won says the export, else the meaning of its declared stage. It was won
-- when it last entered the stage it is in.
with
    salesforce as (select * from {{ ref('int_salesforce__opportunities') }}),

    hubspot as (select * from {{ ref('int_hubspot__opportunities') }}),

    mapped as (select * from {{ ref('int_mapped__opportunities') }}),

    stage_values as (select * from {{ ref('declared_stage_values') }}),

    declared_stages as (select * from {{ ref('declared_stages') }}),

    stage_changes as (select * from {{ ref('stage_changes') }}),

    deleted_records as (select * from {{ ref('int_deleted_records') }}),

    exported as (
        {{ union_columns(['salesforce', 'hubspot', 'mapped'], [
        'system', 'object', 'record_id', 'name', 'company_key', 'person_key', 'owner_key',
        'stage_value', 'amount', 'currency', 'close_on', 'is_closed', 'is_won',
        'stage_entered_at', 'lead_source', 'is_deleted', 'created_at', 'updated_at',
        'source_file', 'source_row',
    ]) }}
    ),

    united as ({{ mark_deleted('exported', 'opportunities') }}),

    stages as ({{ stage_of_value('stage_values') }}),

    last_moves as (
        select
            entity_key,
            {{ normalise_stage('to_value') }} as value_text,
            max(changed_at) as entered_at
        from stage_changes
        group by 1, 2
    ),

    judged as (
        select
            united.system,
            united.object,
            united.record_id,
            united.name,
            united.company_key,
            united.person_key,
            united.owner_key,
            united.stage_value,
            stages.stage,
            united.amount,
            upper(trim(united.currency)) as currency,
            united.close_on,
            coalesce(
                united.is_closed, united.is_won, declared_stages.meaning in ('won', 'lost')
            ) as is_closed,
            coalesce(united.is_won, declared_stages.meaning = 'won') as is_won,
            coalesce(last_moves.entered_at, united.stage_entered_at) as stage_entered_at,
            united.lead_source,
            united.is_deleted or united.is_missing_from_export as is_deleted,
            united.created_at,
            united.updated_at,
            united.source_file,
            united.source_row
        from united
        left join
            stages
            on united.system = stages.system
            and united.object = stages.object
            and {{ normalise_stage('united.stage_value') }} = stages.value_text
        left join declared_stages on stages.stage = declared_stages.stage
        left join
            last_moves
            on {{ record_key('united.system', 'united.object', 'united.record_id') }}
            = last_moves.entity_key
            and {{ normalise_stage('united.stage_value') }} = last_moves.value_text
    ),

    final as (
        select
            {{ record_key('system', 'object', 'record_id') }} as opportunity_key,
            system,
            object,
            record_id,
            name,
            company_key,
            person_key,
            owner_key,
            stage_value,
            stage,
            amount,
            currency,
            close_on,
            is_closed,
            is_won,
            case
                when is_won then coalesce(stage_entered_at, cast(close_on as timestamp))
            end as won_at,
            lead_source,
            is_deleted,
            created_at,
            updated_at,
            source_file,
            source_row
        from judged
    )

select *
from final
