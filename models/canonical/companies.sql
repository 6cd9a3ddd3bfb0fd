-- A legal form is the last word of a name; up to three go (gmbh & co kg).
with
    salesforce as (select * from {{ ref('int_salesforce__companies') }}),

    hubspot as (select * from {{ ref('int_hubspot__companies') }}),

    mapped as (select * from {{ ref('int_mapped__companies') }}),

    legal_forms as (select * from {{ ref('legal_forms') }}),

    free_mail_domains as (select * from {{ ref('free_mail_domains') }}),

    site_builder_domains as (select * from {{ ref('site_builder_domains') }}),

    deleted_records as (select * from {{ ref('int_deleted_records') }}),

    shared_domains as (
        select domain
        from free_mail_domains
        union
        select domain
        from site_builder_domains
    ),

    exported as (
        {{ union_columns(['salesforce', 'hubspot', 'mapped'], [
        'system', 'object', 'record_id', 'name', 'website', 'phone', 'city', 'country',
        'industry', 'employee_count', 'is_customer', 'parent_company_key', 'owner_key',
        'merged_into_key', 'is_deleted', 'created_at', 'updated_at', 'source_file',
        'source_row',
    ]) }}
    ),

    united as ({{ mark_deleted('exported', 'companies') }}),

    folded as (
        select
            system,
            object,
            record_id,
            name,
            website,
            phone,
            city,
            country,
            industry,
            employee_count,
            is_customer,
            parent_company_key,
            owner_key,
            merged_into_key,
            is_deleted or is_missing_from_export as is_deleted,
            created_at,
            updated_at,
            source_file,
            source_row,
            {{ web_host('website') }} as website_host,
            {{ company_words('name') }} as words_0
        from united
    ),

    stripped_1 as (
        select
            folded.*,
            case
                when legal_forms.form is null or folded.words_0 = legal_forms.form
                then folded.words_0
                else {{ drop_last_word('folded.words_0') }}
            end as words_1
        from folded
        left join legal_forms on split_part(folded.words_0, ' ', -1) = legal_forms.form
    ),

    stripped_2 as (
        select
            stripped_1.*,
            case
                when legal_forms.form is null or stripped_1.words_1 = legal_forms.form
                then stripped_1.words_1
                else {{ drop_last_word('stripped_1.words_1') }}
            end as words_2
        from stripped_1
        left join legal_forms on split_part(stripped_1.words_1, ' ', -1) = legal_forms.form
    ),

    stripped_3 as (
        select
            stripped_2.*,
            case
                when legal_forms.form is null or stripped_2.words_2 = legal_forms.form
                then stripped_2.words_2
                else {{ drop_last_word('stripped_2.words_2') }}
            end as words_3
        from stripped_2
        left join legal_forms on split_part(stripped_2.words_2, ' ', -1) = legal_forms.form
    ),

    final as (
        select
            {{ record_key('stripped_3.system', 'stripped_3.object', 'stripped_3.record_id') }}
            as company_key,
            stripped_3.system,
            stripped_3.object,
            stripped_3.record_id,
            stripped_3.name,
            nullif(stripped_3.words_3, '') as name_normalised,
            stripped_3.website,
            case
                when shared_domains.domain is null then {{ web_domain('stripped_3.website_host') }}
            end as domain,
            {{ phone_normalised('stripped_3.phone') }} as phone_normalised,
            stripped_3.city,
            stripped_3.country,
            stripped_3.industry,
            {{ whole_number('stripped_3.employee_count') }} as employee_count,
            stripped_3.is_customer,
            stripped_3.parent_company_key,
            stripped_3.owner_key,
            stripped_3.merged_into_key,
            stripped_3.is_deleted,
            stripped_3.created_at,
            stripped_3.updated_at,
            stripped_3.source_file,
            stripped_3.source_row
        from stripped_3
        left join
            shared_domains on {{ web_domain('stripped_3.website_host') }} = shared_domains.domain
    )

select *
from final
