with
    salesforce as (select * from {{ ref('int_salesforce__people') }}),

    hubspot as (select * from {{ ref('int_hubspot__people') }}),

    marketo as (select * from {{ ref('int_marketo__people') }}),

    stripe as (select * from {{ ref('int_stripe__people') }}),

    mapped as (select * from {{ ref('int_mapped__people') }}),

    stage_values as (select * from {{ ref('declared_stage_values') }}),

    free_mail_domains as (select * from {{ ref('free_mail_domains') }}),

    site_builder_domains as (select * from {{ ref('site_builder_domains') }}),

    deleted_records as (select * from {{ ref('int_deleted_records') }}),

    excluded_records as (select * from {{ ref('int_excluded_records') }}),

    shared_domains as (
        select domain
        from free_mail_domains
        union
        select domain
        from site_builder_domains
    ),

    exported as (
        {{ union_columns(['salesforce', 'hubspot', 'marketo', 'stripe', 'mapped'], [
        'system', 'object', 'record_id', 'email', 'first_name', 'last_name', 'full_name',
        'name_suffix', 'title', 'phone', 'mobile_phone', 'other_phone', 'company_name',
        'company_key', 'website', 'street', 'city', 'state', 'postal_code', 'country', 'industry', 'employee_count', 'lead_source',
        'channel', 'campaign', 'utm_source', 'utm_medium', 'utm_campaign', 'utm_term',
        'utm_content', 'page', 'offer', 'score', 'rejected_because', 'status', 'owner_key', 'is_opted_out', 'is_converted', 'converted_at',
        'converted_person_key', 'converted_company_key', 'converted_opportunity_key',
        'merged_into_key', 'is_deleted', 'created_by_key', 'created_at', 'updated_at',
        'source_file', 'source_row',
    ]) }}
    ),

    kept as ({{ without_excluded('exported') }}),

    all_rows as ({{ mark_deleted('kept', 'people') }}),

    stages as ({{ stage_of_value('stage_values') }}),

    normalised as (
        select
            system,
            object,
            record_id,
            email,
            first_name,
            last_name,
            full_name,
            name_suffix,
            title,
            phone,
            mobile_phone,
            other_phone,
            company_name,
            company_key,
            website,
            street,
            city,
            state,
            postal_code,
            country,
            industry,
            employee_count,
            lead_source,
            channel,
            campaign,
            utm_source,
            utm_medium,
            utm_campaign,
            utm_term,
            utm_content,
            page,
            offer,
            score,
            rejected_because,
            status,
            owner_key,
            is_opted_out,
            is_converted,
            converted_at,
            converted_person_key,
            converted_company_key,
            converted_opportunity_key,
            merged_into_key,
            is_deleted or is_missing_from_export as is_deleted,
            created_by_key,
            created_at,
            updated_at,
            source_file,
            source_row,
            {{ email_normalised('email') }} as email_normalised,
            {{ normalise_text("coalesce(nullif(concat_ws(' ', first_name, last_name), ''), full_name)") }}
            as folded_name,
            {{ web_host('website') }} as website_host,
            {{ phone_normalised('coalesce(phone, mobile_phone)') }} as phone_normalised,
            {{ normalise_stage('status') }} as status_text
        from all_rows
    ),

    named as (
        select
            normalised.*,
            nullif(split_part(email_normalised, '@', 2), '') as email_domain,
            {{ generation_suffix('folded_name') }} as folded_suffix,
            {{ web_domain('website_host') }} as website_domain,
            {{ web_domain("split_part(email_normalised, '@', 2)") }} as work_domain
        from normalised
    ),

    final as (
        select
            {{ record_key('named.system', 'named.object', 'named.record_id') }} as person_key,
            named.system,
            named.object,
            named.record_id,
            named.email,
            named.email_normalised,
            named.email_domain,
            named.first_name,
            named.last_name,
            coalesce(
                nullif(trim(lower(replace(named.name_suffix, '.', ''))), ''), named.folded_suffix
            ) as name_suffix,
            nullif(
                case
                    when named.folded_suffix is null
                    then named.folded_name
                    else {{ without_generation_suffix('named.folded_name') }}
                end,
                ''
            ) as full_name,
            named.title,
            named.phone,
            named.phone_normalised,
            named.mobile_phone,
            named.other_phone,
            named.company_name,
            named.company_key,
            coalesce(
                case when shared_websites.domain is null then named.website_domain end,
                case when shared_mail.domain is null then named.work_domain end
            ) as company_domain,
            named.street,
            named.city,
            named.state,
            named.postal_code,
            named.country,
            named.industry,
            {{ parse_whole_number('named.employee_count') }} as employee_count,
            named.lead_source,
            named.channel,
            named.campaign,
            named.utm_source,
            named.utm_medium,
            named.utm_campaign,
            named.utm_term,
            named.utm_content,
            named.page,
            named.offer,
            named.score,
            named.rejected_because,
            named.status,
            stages.stage,
            named.owner_key,
            named.is_opted_out,
            named.is_converted,
            named.converted_at,
            named.converted_person_key,
            named.converted_company_key,
            named.converted_opportunity_key,
            named.merged_into_key,
            named.is_deleted,
            named.created_by_key,
            named.created_at,
            named.updated_at,
            named.source_file,
            named.source_row
        from named
        left join shared_domains as shared_websites on named.website_domain = shared_websites.domain
        left join shared_domains as shared_mail on named.work_domain = shared_mail.domain
        left join
            stages
            on named.system = stages.system
            and named.object = stages.object
            and named.status_text = stages.value_text
            and stages.pipeline_text is null
    )

select *
from final
