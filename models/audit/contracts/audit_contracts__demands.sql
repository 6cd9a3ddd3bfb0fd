{% set link = "'a link inside one system hands nothing over'" %}
{% set sentence = "'a sentence is no contract; write '" %}

-- What a contract must say about a handoff, and what it says. A demand is `missing` if nobody
-- declared it, `wrong` if the declared value breaks it, `not_applicable` if the handoff cannot
-- have it.
with
    contracts as (select * from {{ ref('declared_contracts') }}),

    terms as (select * from {{ ref('declared_contract_terms') }}),

    fields as (select * from {{ ref('declared_contract_fields') }}),

    service_levels as (select * from {{ ref('declared_service_levels') }}),

    owners as (select * from {{ ref('declared_owners') }}),

    retry_horizons as (select * from {{ ref('retry_horizons') }}),

    unstable_kinds as (select * from {{ ref('unstable_key_kinds') }}),

    limits as (select {{ audit_limit('outage_seconds') }} as outage_seconds),

    -- A level that no handoff names is that of its hop.
    general_levels as (
        select service_levels.hop, min(service_levels.service_level) as service_level
        from service_levels
        left join
            terms on service_levels.service_level = terms.value and terms.term = 'service_level'
        where service_levels.from_hop is null and terms.value is null
        group by service_levels.hop
    ),

    -- Two ids with one address are one person.
    people as (select owner, coalesce(lower(email), owner) as person from owners),

    authorities as (
        select
            handoff_id,
            count(*) as field_count,
            {{ string_agg_sorted("case when authority = 'either' then source_header end") }}
            as without_authority
        from fields
        group by handoff_id
    ),

    known as (
        select
            contracts.*,
            keepers.person as owner_person,
            backups.person as backup_person,
            coalesce(contracts.service_level, general_levels.service_level) as promised_level,
            authorities.field_count,
            authorities.without_authority,
            unstable_kinds.reason as key_is_unstable_because,
            retry_horizons.horizon_seconds as default_horizon_seconds,
            -- A later run reads again what is younger than the overlap.
            case
                when contracts.overlap_seconds > contracts.interval_seconds
                then contracts.overlap_seconds - contracts.interval_seconds
            end as reread_seconds,
            limits.outage_seconds,
            contracts.from_system = contracts.to_system as is_internal,
            contracts.from_system = contracts.to_system and contracts.hop is null as is_link
        from contracts
        cross join limits
        left join people as keepers on contracts.owner = keepers.owner
        left join people as backups on contracts.backup = backups.owner
        left join general_levels on contracts.hop = general_levels.hop
        left join authorities on contracts.handoff_id = authorities.handoff_id
        left join unstable_kinds on contracts.idempotency_key_kind = unstable_kinds.kind
        left join
            retry_horizons
            on contracts.from_vendor = retry_horizons.vendor
            and contracts.trigger_kind = retry_horizons.trigger_kind
    ),

    -- The longest of the declared retries and what is read again; else the vendor's default.
    timed as (
        select
            known.*,
            case
                when retry_horizon_seconds is not null and reread_seconds is not null
                then greatest(retry_horizon_seconds, reread_seconds)
                else coalesce(retry_horizon_seconds, reread_seconds, default_horizon_seconds)
            end as horizon_seconds
        from known
    ),

    demanded as (
        select
            handoff_id,
            'owner' as demand,
            'handoffs_have_owner' as check_id,
            1 as demand_order,
            'owner' as term,
            owner as value,
            'nobody is responsible; write owner: …' as missing_because,
            cast(null as {{ dbt.type_string() }}) as wrong_because,
            cast(null as {{ dbt.type_string() }}) as not_applicable_because
        from timed
        union all
        select
            handoff_id,
            'backup' as demand,
            'handoffs_have_backup' as check_id,
            2 as demand_order,
            'backup' as term,
            backup as value,
            'nobody replaces the owner; write backup: …' as missing_because,
            case
                when backup_person = owner_person then 'the backup is the owner'
            end as wrong_because,
            cast(null as {{ dbt.type_string() }}) as not_applicable_because
        from timed
        union all
        select
            handoff_id,
            'service_level' as demand,
            'handoffs_have_service_level' as check_id,
            3 as demand_order,
            'service_level' as term,
            promised_level as value,
            'no time is promised for hop ' || hop || '; write service_level: …' as missing_because,
            cast(null as {{ dbt.type_string() }}) as wrong_because,
            case
                when hop is null then 'the handoff is no step of a journey'
            end as not_applicable_because
        from timed
        union all
        select
            handoff_id,
            'trigger' as demand,
            'triggers_are_events' as check_id,
            4 as demand_order,
            'trigger' as term,
            trigger as value,
            'nothing says what starts it; write trigger: {kind: webhook, event: {system.object.field: value}}'
            as missing_because,
            case
                when trigger_kind is null
                then
                    {{ sentence }}
                    || 'trigger: {kind: webhook, event: {system.object.field: value}}'
                when trigger_kind = 'button'
                then 'a person starts it with a button'
                when trigger_kind in ('webhook', 'workflow') and trigger_event is null
                then 'no event is named; write event: {system.object.field: value}'
            end as wrong_because,
            case when is_link then {{ link }} end as not_applicable_because
        from timed
        union all
        select
            handoff_id,
            'polling_window' as demand,
            'polling_has_a_window' as check_id,
            5 as demand_order,
            'trigger' as term,
            cast(coalesce(interval_seconds, overlap_seconds) as {{ dbt.type_string() }}) as value,
            'a poll without interval, overlap and clock may read a change never or twice'
            as missing_because,
            nullif(
                case when interval_seconds is null then 'no interval; ' else '' end
                || case when overlap_seconds is null then 'no overlap; ' else '' end
                || case when clock is null then 'no clock; ' else '' end,
                ''
            )
            || 'a change may be read never or twice' as wrong_because,
            case
                when trigger_kind is distinct from 'polling' then 'the trigger is no poll'
            end as not_applicable_because
        from timed
        union all
        select
            handoff_id,
            'failure_path' as demand,
            'failures_have_a_path' as check_id,
            6 as demand_order,
            'failure_path' as term,
            failure_path as value,
            'nothing says where a rejected record goes; write failure_path: {goes_to: dead_letter, notices: …, mends: …, rolls_back: …, within: 4 h}'
            as missing_because,
            case
                when goes_to is null
                then
                    {{ sentence }}
                    || 'failure_path: {goes_to: dead_letter, notices: …, mends: …, rolls_back: …, within: 4 h}'
                when goes_to = 'nowhere'
                then 'a rejected record goes nowhere'
            end as wrong_because,
            case when is_link then {{ link }} end as not_applicable_because
        from timed
        union all
        select
            handoff_id,
            'escalation' as demand,
            'failures_have_people' as check_id,
            7 as demand_order,
            'failure_path' as term,
            coalesce(
                notices, mends, rolls_back, cast(mended_within_seconds as {{ dbt.type_string() }})
            ) as value,
            'nobody is named for a failure; write notices, mends, rolls_back and within in failure_path'
            as missing_because,
            'not declared: ' || nullif(
                case when notices is null then 'notices ' else '' end
                || case when mends is null then 'mends ' else '' end
                || case when rolls_back is null then 'rolls_back ' else '' end
                || case when mended_within_seconds is null then 'within ' else '' end,
                ''
            ) as wrong_because,
            case when is_link then {{ link }} end as not_applicable_because
        from timed
        union all
        select
            handoff_id,
            'outage' as demand,
            'outages_are_survived' as check_id,
            8 as demand_order,
            'retry_horizon_seconds' as term,
            cast(horizon_seconds as {{ dbt.type_string() }}) || ' s' as value,
            'no retry is declared, and no default of the vendor is known; write retries: [1 min, 5 min, 30 min] in failure_path'
            as missing_because,
            case
                when horizon_seconds <= outage_seconds
                then
                    'the last retry comes after '
                    || horizon_seconds
                    || ' s; an outage of '
                    || outage_seconds
                    || ' s loses records'
            end as wrong_because,
            case when is_internal then 'both sides are one system' end as not_applicable_because
        from timed
        union all
        select
            handoff_id,
            'idempotency_key' as demand,
            'reruns_are_recognised' as check_id,
            9 as demand_order,
            'idempotency_key' as term,
            idempotency_key as value,
            'nothing recognises a record that is sent again; write idempotency_key: …'
            as missing_because,
            case
                when
                    {{ header_key('idempotency_key') }} = {{ header_key('clock') }}
                    or {{ header_key('idempotency_key') }} = {{ header_key('event_field') }}
                then 'the key changes with every change of the record'
                when key_is_unstable_because is not null
                then 'the key recognises no record: ' || key_is_unstable_because
            end as wrong_because,
            case when is_internal then 'both sides are one system' end as not_applicable_because
        from timed
        union all
        select
            handoff_id,
            'expected_volume' as demand,
            'volumes_are_expected' as check_id,
            10 as demand_order,
            'expected_per_day' as term,
            cast(expected_per_day as {{ dbt.type_string() }}) as value,
            'without a usual volume nobody sees that the handoff stopped; write expected: {per_day: …}'
            as missing_because,
            cast(null as {{ dbt.type_string() }}) as wrong_because,
            case when is_link then {{ link }} end as not_applicable_because
        from timed
        union all
        select
            handoff_id,
            'override_approval' as demand,
            'overrides_are_approved' as check_id,
            11 as demand_order,
            'approved_by' as term,
            approved_by as value,
            'nobody approves when a person overrides the owner; write approval: {by: …, written_in: …}'
            as missing_because,
            case
                when approval_written_in is null
                then 'no document says when an override is right; write written_in: …'
            end as wrong_because,
            case
                when hop is distinct from 'assigned' then 'the handoff assigns no owner'
            end as not_applicable_because
        from timed
        union all
        select
            handoff_id,
            'source_of_truth' as demand,
            'two_way_fields_have_authority' as check_id,
            12 as demand_order,
            'authority' as term,
            cast(field_count as {{ dbt.type_string() }}) as value,
            'both sides may change every field, and no field has an authority; write fields'
            as missing_because,
            'both sides may change it, and none is right: ' || without_authority as wrong_because,
            case
                when direction <> 'two_way' then 'the target writes nothing back'
            end as not_applicable_because
        from timed
    ),

    judged as (
        select
            demanded.*,
            case
                when not_applicable_because is not null
                then 'not_applicable'
                when value is null
                then 'missing'
                when wrong_because is not null
                then 'wrong'
                else 'met'
            end as state
        from demanded
    ),

    final as (
        select
            judged.handoff_id,
            judged.demand,
            judged.demand_order,
            judged.check_id,
            judged.value,
            judged.state,
            judged.state in ('missing', 'wrong') as is_violation,
            case
                judged.state
                when 'not_applicable'
                then judged.not_applicable_because
                when 'missing'
                then judged.missing_because
                when 'wrong'
                then judged.wrong_because
            end as reason,
            contracts.is_target,
            coalesce(terms.declared_in, contracts.declared_in) as declared_in
        from judged
        inner join contracts on judged.handoff_id = contracts.handoff_id
        left join terms on judged.handoff_id = terms.handoff_id and judged.term = terms.term
    )

select *
from final
