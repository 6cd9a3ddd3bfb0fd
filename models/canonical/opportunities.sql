-- The export decides whether a deal is won, else the meaning of its declared stage, else the
-- vendor's default stages; without any of them it is unknown. The time of winning is its last
-- entry into the current stage.
with
    salesforce as (select * from {{ ref('int_salesforce__opportunities') }}),

    hubspot as (select * from {{ ref('int_hubspot__opportunities') }}),

    mapped as (select * from {{ ref('int_mapped__opportunities') }}),

    stage_values as (select * from {{ ref('declared_stage_values') }}),

    stage_words as (select * from {{ ref('stage_words') }}),

    opportunity_types as (select * from {{ ref('opportunity_types') }}),

    systems as (select * from {{ ref('declared_systems') }}),

    declared_stages as (select * from {{ ref('declared_stages') }}),

    stage_changes as (select * from {{ ref('stage_changes') }}),

    deleted_records as (select * from {{ ref('int_deleted_records') }}),

    excluded_records as (select * from {{ ref('int_excluded_records') }}),

    exported as (
        {{ union_columns(['salesforce', 'hubspot', 'mapped'], [
        'system', 'object', 'record_id', 'name', 'company_key', 'person_key', 'owner_key',
        'pipeline', 'type_value', 'stage_value', 'stage_word', 'amount', 'currency', 'close_on', 'is_closed', 'is_won',
        'stage_entered_at', 'lead_source', 'is_deleted', 'created_at', 'updated_at',
        'source_file', 'source_row',
    ]) }}
    ),

    kept as ({{ without_excluded('exported') }}),

    all_rows as ({{ mark_deleted('kept', 'opportunities') }}),

    stages as ({{ stage_of_value('stage_values') }}),

    -- A stage is a stage of its pipeline; a meaning without a pipeline counts in all of them.
    staged as (
        select all_rows.*, coalesce(own_stages.stage, stages.stage) as declared_stage
        from all_rows
        left join
            stages as own_stages
            on all_rows.system = own_stages.system
            and all_rows.object = own_stages.object
            and {{ normalise_stage('all_rows.stage_value') }} = own_stages.value_text
            and {{ normalise_stage('all_rows.pipeline') }} = own_stages.pipeline_text
        left join
            stages
            on all_rows.system = stages.system
            and all_rows.object = stages.object
            and {{ normalise_stage('all_rows.stage_value') }} = stages.value_text
            and stages.pipeline_text is null
    ),

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
            staged.system,
            staged.object,
            staged.record_id,
            staged.name,
            staged.company_key,
            staged.person_key,
            staged.owner_key,
            staged.pipeline,
            staged.type_value,
            staged.stage_value,
            -- One label can end one pipeline and be a step of another: a stage that the export
            -- contradicts is not the stage of this deal.
            case
                when
                    coalesce(
                        staged.is_won <> (declared_stages.meaning = 'won'),
                        staged.is_closed <> (declared_stages.meaning in ('won', 'lost')),
                        false
                    )
                then null
                else staged.declared_stage
            end as stage,
            staged.amount,
            upper(trim(staged.currency)) as currency,
            staged.close_on,
            coalesce(
                staged.is_closed,
                case when staged.is_won then true end,
                declared_stages.meaning in ('won', 'lost'),
                stage_words.meaning in ('won', 'lost')
            ) as is_closed,
            coalesce(
                staged.is_won,
                case when not staged.is_closed then false end,
                declared_stages.meaning = 'won',
                stage_words.meaning = 'won'
            ) as is_won,
            coalesce(last_moves.entered_at, staged.stage_entered_at) as stage_entered_at,
            staged.lead_source,
            staged.is_deleted or staged.is_missing_from_export as is_deleted,
            staged.created_at,
            staged.updated_at,
            staged.source_file,
            staged.source_row
        from staged
        left join systems on staged.system = systems.system
        left join declared_stages on staged.declared_stage = declared_stages.stage
        left join
            stage_words
            on systems.vendor = stage_words.vendor
            and staged.object = stage_words.object
            and {{ normalise_stage('staged.stage_word') }} = stage_words.word
        left join
            last_moves
            on {{ record_key('staged.system', 'staged.object', 'staged.record_id') }}
            = last_moves.entity_key
            and {{ normalise_stage('staged.stage_value') }} = last_moves.value_text
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
            pipeline,
            judged.type_value,
            opportunity_types.meaning as opportunity_type,
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
        left join
            opportunity_types on {{ normalise_stage('judged.type_value') }} = opportunity_types.word
    )

select *
from final
