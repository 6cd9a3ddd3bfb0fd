-- The export decides whether a deal is won, else the meaning of its declared stage. The time
-- of winning is its last entry into the current stage.
with
    salesforce as (select * from {{ ref('int_salesforce__opportunities') }}),

    hubspot as (select * from {{ ref('int_hubspot__opportunities') }}),

    mapped as (select * from {{ ref('int_mapped__opportunities') }}),

    stage_values as (select * from {{ ref('declared_stage_values') }}),

    declared_stages as (select * from {{ ref('declared_stages') }}),

    stage_changes as (select * from {{ ref('stage_changes') }}),

    deleted_records as (select * from {{ ref('int_deleted_records') }}),

    excluded_records as (select * from {{ ref('int_excluded_records') }}),

    exported as (
        {{ union_columns(['salesforce', 'hubspot', 'mapped'], [
        'system', 'object', 'record_id', 'name', 'company_key', 'person_key', 'owner_key',
        'stage_value', 'amount', 'currency', 'close_on', 'is_closed', 'is_won',
        'stage_entered_at', 'lead_source', 'is_deleted', 'created_at', 'updated_at',
        'source_file', 'source_row',
    ]) }}
    ),

    kept as ({{ without_excluded('exported') }}),

    all_rows as ({{ mark_deleted('kept', 'opportunities') }}),

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
            all_rows.system,
            all_rows.object,
            all_rows.record_id,
            all_rows.name,
            all_rows.company_key,
            all_rows.person_key,
            all_rows.owner_key,
            all_rows.stage_value,
            stages.stage,
            all_rows.amount,
            upper(trim(all_rows.currency)) as currency,
            all_rows.close_on,
            coalesce(
                all_rows.is_closed, all_rows.is_won, declared_stages.meaning in ('won', 'lost')
            ) as is_closed,
            coalesce(all_rows.is_won, declared_stages.meaning = 'won') as is_won,
            coalesce(last_moves.entered_at, all_rows.stage_entered_at) as stage_entered_at,
            all_rows.lead_source,
            all_rows.is_deleted or all_rows.is_missing_from_export as is_deleted,
            all_rows.created_at,
            all_rows.updated_at,
            all_rows.source_file,
            all_rows.source_row
        from all_rows
        left join
            stages
            on all_rows.system = stages.system
            and all_rows.object = stages.object
            and {{ normalise_stage('all_rows.stage_value') }} = stages.value_text
        left join declared_stages on stages.stage = declared_stages.stage
        left join
            last_moves
            on {{ record_key('all_rows.system', 'all_rows.object', 'all_rows.record_id') }}
            = last_moves.entity_key
            and {{ normalise_stage('all_rows.stage_value') }} = last_moves.value_text
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
